"""The procedure, told as stories: one file for each stage and for each sentence of the decision rule."""
