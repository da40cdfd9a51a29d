import { render } from "preact";
import { App } from "./app.tsx";
import { DeskProvider } from "./state/desk.tsx";

const root = document.getElementById("page");
if (root) {
  // Each view finds its own place; the browser would look for it before the view is there.
  history.scrollRestoration = "manual";
  render(
    <DeskProvider>
      <App />
    </DeskProvider>,
    root,
  );
}
