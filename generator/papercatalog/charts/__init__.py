"""Pictures as plain geometry: what stands where, for templates to draw.

A file a picture. Nothing here knows about HTML, addresses or colours: a template turns shapes
and words into SVG, a style sheet gives them colour and size.
"""
