"""What every record and every rule stands on."""
