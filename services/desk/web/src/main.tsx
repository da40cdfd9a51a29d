import { render } from "preact";
import { App } from "./app.tsx";
import { DeskProvider } from "./state/desk.tsx";

const root = document.getElementById("page");
if (root) {
  render(
    <DeskProvider>
      <App />
    </DeskProvider>,
    root,
  );
}
