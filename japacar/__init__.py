"""JAPACAR: used cars from Japan, sold to the world. Each package is one part of the business; docs/map.md lists them."""
