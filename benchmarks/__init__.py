"""What measures speed and memory. Nothing here is part of the tests."""
