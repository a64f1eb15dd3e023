// Dark and light: as the system has it until the user chooses.

const NAME = "cloudrestore-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Applies the choice and makes the button change it. */
export function initTheme(button) {
  const chosen = () => localStorage.getItem(NAME);
  const isDark = () => (chosen() ?? (dark.matches ? "dark" : "light")) === "dark";

  function apply() {
    if (chosen())
      document.documentElement.dataset.theme = chosen();
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Light theme" : "Dark theme");
  }

  button.onclick = () => {
    localStorage.setItem(NAME, isDark() ? "light" : "dark");
    apply();
  };
  dark.addEventListener("change", apply);
  apply();
}
