"""What people said of the service: ratings and petitions, through the door that figures may ask."""
