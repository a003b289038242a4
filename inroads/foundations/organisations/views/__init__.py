"""The pages of partners, one file for each part of them."""
