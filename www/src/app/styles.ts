import { css } from 'lit';

/** For readers of the page who listen to it. */
export const hidden = css`
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** What all parts of the page share: focus, buttons, fields. */
export const basic = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  h2,
  h3,
  p {
    margin: 0;
  }

  h2 {
    font-size: 1.15rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  /* Lists without marks: some browsers take these for no lists any more, so their role says that they are. */
  :where([role='list']) {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  code,
  .mono {
    font-family: var(--mono);
    font-size: 0.92em;
  }

  .quiet {
    color: var(--quiet);
  }

  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }

  .button,
  .field {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: 34px;
    padding: 0 0.8em;
    border: 1px solid var(--edge);
    border-radius: 7px;
    background: var(--surface);
    white-space: nowrap;
    cursor: pointer;
  }

  .button:hover:not(:disabled) {
    border-color: var(--edge-strong);
  }

  .button:disabled {
    color: var(--quiet);
    background: transparent;
    cursor: default;
    opacity: 0.75;
  }

  .button.main {
    background: var(--fill);
    border-color: var(--fill);
    color: var(--on-fill);
    font-weight: 600;
  }

  .button.main:disabled {
    opacity: 1;
    background: var(--accent-soft);
    border-color: var(--accent-soft);
    color: var(--text);
  }

  a {
    color: var(--accent);
  }

  ${hidden}
`;
