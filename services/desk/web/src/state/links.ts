// Links that change the view without loading the page anew, and open in a tab of their own as any.

export function followsHere(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** What to give an <a>: its address, and what a plain click does instead. */
export function link(address: string, follow: () => void) {
  return {
    href: address,
    onClick: (event: MouseEvent) => {
      if (!followsHere(event)) return;
      event.preventDefault();
      follow();
    },
  };
}
