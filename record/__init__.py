"""Proof: the append-only, tamper-evident record of every act. It knows no other app."""
