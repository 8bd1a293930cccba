def push_to_hub(name):
    """model.push_to_hub in a name of one's own, no library"""
push_to_hub("x")
