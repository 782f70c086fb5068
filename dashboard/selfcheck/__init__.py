"""自己診断: what an officer sends to the IT section. Works where a part of the program is blocked: no package but psutil, and that late."""
