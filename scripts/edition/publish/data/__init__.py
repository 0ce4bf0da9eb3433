"""What a researcher downloads: tables, books and archives of all articles and of each list, with schemas that say what is in them."""
