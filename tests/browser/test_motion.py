"""Motion only explains a change: never longer than 150 ms, and none for who asks for none."""

import pytest

from .page_types import show

MOTIONS = """
[...document.querySelectorAll('*')].flatMap((part) => {
  const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(part);
  const longest = Math.max(...transitionDuration.split(',').map(parseFloat));
  const moving = [longest];
  if (animationName !== 'none') moving.push(parseFloat(animationDuration));
  if (scrollBehavior === 'smooth') moving.push(1);
  return moving;
})
"""


@pytest.mark.parametrize("name", ["home", "results", "provider", "questions"])
def test_nothing_moves_longer_than_150_milliseconds(arrive, site, name):
    page = show(arrive(reduced_motion="no-preference"), site.town, name)
    assert max(page.evaluate(MOTIONS)) <= 0.15
    page.emulate_media(reduced_motion="reduce")
    assert max(page.evaluate(MOTIONS)) == 0
