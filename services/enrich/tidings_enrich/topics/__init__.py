"""What an article is about, by the IPTC Media Topics. Pure."""
