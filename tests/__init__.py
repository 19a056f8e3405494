"""The tests; a package, so that the stand-ins can be imported from any of them."""
