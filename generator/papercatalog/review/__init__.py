"""What a reviewer sees of a pull request: which files changed, each record before and after, how the site differs."""
