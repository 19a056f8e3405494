"""`make package`: the program as AWS Lambda runs it, and the template that sets it up, in dist/."""
