import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * Keeps the keyboard focus when an element that holds it is taken away (its row was deleted, here or in another tab):
 * the same control of a neighbour gets it, else the page's content.
 *
 * @param {import('react').RefObject<HTMLElement | null>} element
 */
export function useNeighbourFocus(element) {
  useLayoutEffect(() => {
    const own = element.current;
    return () => {
      const focused = /** @type {HTMLElement | null} */ (document.activeElement);
      if (!own || !focused || !own.contains(focused)) return;
      const neighbour = own.nextElementSibling ?? own.previousElementSibling;
      const control = neighbour?.querySelector(`[data-control="${focused.dataset.control ?? 'edit'}"]`);
      /** @type {HTMLElement | null} */ (control ?? document.getElementById('content'))?.focus();
    };
  }, [element]);
}

/**
 * Gives the focus back to the button that opened a form when the form goes while it holds the focus.
 *
 * @param {boolean} open whether the form is there
 * @returns {{ opener: import('react').RefObject<HTMLButtonElement | null>, onFocusLost: () => void }} `onFocusLost`
 *   is for `useFocusReport` in the form
 */
export function useReturnedFocus(open) {
  const opener = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const lost = useRef(false);
  useLayoutEffect(() => {
    if (!open && lost.current) opener.current?.focus();
    lost.current = false;
  }, [open]);
  const onFocusLost = useCallback(() => {
    lost.current = true;
  }, []);
  return { opener, onFocusLost };
}

/**
 * Tells when `element` is taken away while it holds the focus.
 *
 * @param {import('react').RefObject<HTMLElement | null>} element
 * @param {() => void} onFocusLost
 */
export function useFocusReport(element, onFocusLost) {
  useLayoutEffect(() => {
    const own = element.current;
    return () => {
      if (own?.contains(document.activeElement)) onFocusLost();
    };
  }, [element, onFocusLost]);
}
