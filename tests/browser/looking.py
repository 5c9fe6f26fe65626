"""Looks a whole page over in one visit, everything unfolded: axe, thumbs, nothing that scrolls sideways."""

from .test_accessibility import UNFOLD, violations
from .visitor import DESK, PHONE

WIDTHS = (320, 1280, 1920)
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
THUMB = 44
# How a finger comes: style sheets make room for it.
TOUCHED = {"size": PHONE, "has_touch": True, "reduced_motion": "reduce"}

# What a finger can hit: the control with its label. Links within a sentence are excepted (WCAG 2.5.8).
SMALL_CONTROLS = """
least => {
  const inSentence = (link) => {
    const block = link.closest('p, li, dd, td, small, .help, .source, h1, h2, h3, h4');
    return link.matches('a') && block && block.innerText.trim() !== link.innerText.trim();
  };
  const reach = (control) => {
    const label = control.matches('input[type=checkbox], input[type=radio]') && control.closest('label');
    return (label || control).getBoundingClientRect();
  };
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((control) => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((control) => !control.closest('.skip, .not-for-people, .visually-hidden') && !inSentence(control))
    .map((control) => [control, reach(control)])
    .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
    .map(([control, box]) => [Math.round(box.width), Math.round(box.height), control.outerHTML.slice(0, 99)]);
}
"""


def looked_over(page, *, thumbs: bool = True) -> dict[str, object]:
    """What was found on a phone in the light and on a desk in the dark; the page comes as TOUCHED."""
    page.evaluate(UNFOLD)
    found = {"phone": violations(page), "overhang": page.evaluate(OVERHANG)}
    if thumbs:
        found["thumbs"] = page.evaluate(SMALL_CONTROLS, THUMB)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[f"overhang at {width}"] = page.evaluate(OVERHANG)
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    found["desk"] = violations(page)
    return {which: said for which, said in found.items() if said}
