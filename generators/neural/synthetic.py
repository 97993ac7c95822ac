class Heads:
    @classmethod
    def find(cls): return None
