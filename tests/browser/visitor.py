"""A person at a browser of their own: every page they come to is looked at for what no page may have."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as words_of

from tests.conftest import PASSWORD

AXE = (Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js").read_text()
TELEPHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# Beside what the browser itself says on its console.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("policy violated: " + event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile);
});
"""
# What comes after the page itself, a map or a part that it asks for, is waited for and looked at too.
IS_WHOLE = """() =>
  document.readyState === "complete"
  && [...document.querySelectorAll("[data-map]")].every((one) => ["yes", "failed"].includes(one.dataset.drawn))
  && [...document.querySelectorAll("[hx-trigger=load]")].every(
    (one) => document.querySelector(one.getAttribute("hx-target")).childElementCount
  )
"""
WHAT_IS_WIDE = """
[...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.right > innerWidth + 1 || box.left < -1;
}).slice(0, 5).map((one) => one.outerHTML.slice(0, 120))
"""


class Visitor:
    """One browser, signed in or not; `seen` are the addresses looked at, `faults` what was found there."""

    def __init__(self, context, site, username="", *, language="en", faults):
        context.add_init_script(TELL_VIOLATIONS)
        self.context, self.site, self.language, self.username = context, site, language, username
        self.faults, self.seen = faults, []
        self.page = context.new_page()
        self.page.set_default_timeout(5_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._find(str(error)))
        self.speak(language)
        if username:
            self._sign_in()

    def speak(self, language):
        """From now on the pages are in this language."""
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.site}
        self.context.add_cookies([cookie])
        self.language = language

    def open(self, address):
        """Go to an address of the site, and look at its page."""
        self.page.goto(self.site + address)
        self.looks()

    def follow(self, address):
        """Press the first link of the page to this address: a page that nothing leads to is not reached."""
        self.page.locator(f'main a[href="{address}"], header a[href="{address}"]').first.click()
        self.page.wait_for_url(f"{self.site}{address}*")
        self.looks()

    def choose(self, **fields):
        """Fill in fields by their names: text, the value of a choice, or a list of them."""
        for name, value in fields.items():
            self.field(name, value)

    def field(self, name, value):
        """Fill in one field, whatever kind it is."""
        field = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            for one in [value] if isinstance(value, str) else value:
                self.page.locator(f'main [name="{name}"][value="{one}"]').check()
        elif field.first.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def send(self, button="button.btn-primary", **fields):
        """Fill in the page's form, send it, and look at the page that answers."""
        self.choose(**fields)
        before = self.page.url
        with self.page.expect_navigation():
            self.page.locator(f"main form {button}").first.click()
        assert self.page.url != before or button != "button.btn-primary", self.page.locator("main").inner_text()
        self.looks()

    def step(self, address, **fields):
        """Take a step that the page offers: follow its button, fill in its form, send it."""
        self.follow(address)
        self.send(**fields)

    def reads(self, *texts):
        """The page says each of these, translated where it is of the site's own words."""
        with override(self.language):
            for text in texts:
                assert words_of(text) in self._words(), f"{self.page.url} does not say {words_of(text)!r}"

    def reads_not(self, *texts):
        """The page says none of these."""
        for text in texts:
            assert text not in self._words(), f"{self.page.url} says {text!r}"

    def looks_again(self, language, *, but=()):
        """Every page seen so far is opened again in another language, and looked at; not those that others see to."""
        self.speak(language)
        for address in dict.fromkeys(self.seen):
            if address not in but:
                self.open(address)

    def looks(self):
        """Look at the page as it stands: its direction, its width on a telephone, and what axe says."""
        page = self.page
        page.wait_for_function(IS_WHOLE)
        direction = "rtl" if get_language_info(self.language)["bidi"] else "ltr"
        if page.locator("html").get_attribute("dir") != direction:
            self._find(f"is not written {direction}")
        page.set_viewport_size(TELEPHONE)
        if page.evaluate("document.documentElement.scrollWidth") > TELEPHONE["width"]:
            self._find(f"is wider than a telephone: {page.evaluate(WHAT_IS_WIDE)}")
        page.set_viewport_size(DESK)
        page.evaluate(AXE)  # by the driver: the page's own policy stays as it is
        for violation in page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]:
            places = [(node["target"], node["failureSummary"]) for node in violation["nodes"]]
            self._find(f"{violation['id']} at {places}")
        self.seen.append(page.url.removeprefix(self.site).partition("#")[0])

    def _sign_in(self):
        self.open("/sign-in/")
        self.choose(username=self.username, password=PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()
        self.speak(self.language)  # signing in turned to the language of the member's profile
        self.open("/")

    def _hear(self, said):
        # A page that refuses answers with 4xx, which the browser tells too.
        if said.type in ("error", "warning") and "responded with a status of 4" not in said.text:
            self._find(said.text)

    def _find(self, fault):
        self.faults.append(f"{self.page.url} ({self.language}, {self.username}): {fault}")

    def _words(self):
        return self.page.locator("main").inner_text()
