"""What the deployment package is tested with."""
