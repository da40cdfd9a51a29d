// Puts the remembered theme on the page before anything is painted.
try {
  const theme = localStorage.getItem("tidings.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
} catch {
  // Without storage the system's choice holds.
}
