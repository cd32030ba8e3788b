"""What officers owe and by when, told before it is too late."""
