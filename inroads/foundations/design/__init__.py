"""The look: page, components, form markup, charts, maps, gallery."""
