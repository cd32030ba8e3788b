"""Review of procedures (Decree 63/2010/NĐ-CP, chapter IV): what speaks for changing one, and proposals."""
