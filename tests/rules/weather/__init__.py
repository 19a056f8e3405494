"""What weather does to floors, held against published figures."""
