"""WebSub (W3C Recommendation): subscribing to feeds at their hubs, and taking what these push."""
