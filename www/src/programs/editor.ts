import {
  type CompletionContext,
  type CompletionResult,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  ifNotIn,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { localCompletionSource, python } from '@codemirror/lang-python';
import {
  HighlightStyle,
  bracketMatching,
  indentOnInput,
  indentRange,
  indentUnit,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language';
import { type Diagnostic as Lint, lintGutter, lintKeymap, linter } from '@codemirror/lint';
import { Compartment, EditorState, type Extension, type Range, StateField, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type Tooltip,
  drawSelection,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
  showTooltip,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { shortened } from '../app/messages';
import type { Catalogue, Diagnostic, PrimitiveEntry } from '../engine/protocol';

/** What an editor of programs is given. */
export interface EditorOptions {
  parent: HTMLElement;
  root: ShadowRoot;
  label: string;
  catalogue: Catalogue;
  /** What is wrong with the text. */
  check(source: string): Promise<Diagnostic[]>;
  /** The text has changed. */
  changed(text: string): void;
  save(): void;
}

/** An editor for one program in the language: highlighting, completion, signatures, what is wrong where it is. */
export class Editor {
  private view: EditorView;
  private readonly extensions: Extension;
  private readonly numbers = new Compartment();

  constructor(private readonly options: EditorOptions) {
    this.extensions = extensionsOf(options);
    this.view = this.viewOf(EditorState.create());
  }

  /** Puts another program into the editor; its history begins anew. `firstLine` is its line in the file. */
  open(text: string, firstLine: number): void {
    const { hasFocus: hadFocus } = this.view;
    const numbers = this.numbers.of(numbersFrom(firstLine));
    // In the same view, what waits to be placed beside the text before would look for its place in this one.
    this.view.destroy();
    this.view = this.viewOf(EditorState.create({ doc: text, extensions: [numbers, this.extensions] }));
    if (hadFocus) this.view.focus();
  }

  private viewOf(state: EditorState): EditorView {
    const { parent, root } = this.options;
    return new EditorView({ parent, root, state });
  }

  /** The same text stands elsewhere in its file. */
  renumber(firstLine: number): void {
    this.view.dispatch({ effects: this.numbers.reconfigure(numbersFrom(firstLine)) });
  }

  /** Puts the cursor at a place of the text, counted from 1, and in sight. */
  goTo(line: number, column: number): void {
    const anchor = offsetOf(this.view.state.doc, line, column) ?? 0;
    this.view.dispatch({ selection: { anchor }, scrollIntoView: true });
    this.view.focus();
  }

  /** Puts another text in the place of what is written, which can be undone. The cursor stays where both agree. */
  replace(text: string): void {
    const before = this.text;
    const after = text.replace(/\r\n?/g, '\n');
    const most = Math.min(before.length, after.length);
    let from = 0;
    while (from < most && before[from] === after[from]) from += 1;
    let same = 0;
    while (same < most - from && before.at(-1 - same) === after.at(-1 - same)) same += 1;
    const changes = { from, to: before.length - same, insert: after.slice(from, after.length - same) };
    this.view.dispatch({ changes });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Indents all lines as the grammar says, and takes blanks away at their ends. */
  tidy(): void {
    const { state } = this.view;
    this.view.dispatch({ changes: indentRange(state, 0, state.doc.length) });
    const { doc } = this.view.state;
    const changes = [];
    for (let number = 1; number <= doc.lines; number++) {
      const line = doc.line(number);
      const kept = line.text.trimEnd().length;
      if (kept < line.length) changes.push({ from: line.from + kept, to: line.to });
    }
    this.view.dispatch({ changes });
  }

  focus(): void {
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }
}

function numbersFrom(firstLine: number): Extension {
  return lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) });
}

function extensionsOf({ catalogue, changed, check, label, save }: EditorOptions): Extension {
  const primitives = new Map(catalogue.primitives.map((entry) => [entry.name, entry]));
  return [
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('    '),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    EditorView.lineWrapping,
    python(),
    syntaxHighlighting(COLORS),
    languageNames(catalogue),
    autocompletion({ override: [ifNotIn(['Comment', 'String'], completing(catalogue)), localCompletionSource] }),
    linter(async ({ state }) => (await check(state.doc.toString())).map((found) => lintOf(found, state.doc)), {
      delay: 120,
    }),
    lintGutter(),
    StateField.define<readonly Tooltip[]>({
      create: (state) => signatureAt(state, primitives),
      update: (shown, transaction) =>
        transaction.docChanged || transaction.selection ? signatureAt(transaction.state, primitives) : shown,
      provide: (field) => showTooltip.computeN([field], (state) => state.field(field)),
    }),
    hoverTooltip((view, place) => {
      const word = view.state.wordAt(place);
      const entry = word && primitives.get(view.state.sliceDoc(word.from, word.to));
      if (!word || !entry) return null;
      return { pos: word.from, end: word.to, create: () => ({ dom: described(entry, -1) }) };
    }),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
    keymap.of([
      {
        key: 'Mod-s',
        run: () => {
          save();
          return true;
        },
      },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...historyKeymap,
      // Tab leaves the editor, so that nobody is caught in it.
      ...defaultKeymap,
    ]),
    THEME,
  ];
}

function completing({ constants, primitives }: Catalogue) {
  const options = [
    ...primitives.map((entry) => ({
      label: entry.name,
      type: 'function',
      detail: `→ ${entry.result}`,
      info: () => described(entry, -1),
    })),
    ...constants.map(({ name, value }) => ({ label: name, type: 'constant', detail: value, boost: -1 })),
    ...[
      ['I', 'the input grid'],
      ['S', 'the demonstrations'],
      ['C', 'the expected output'],
    ].map(([name, detail]) => ({ label: name!, type: 'variable', detail: detail! })),
  ];
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/\w+/);
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options, validFor: /^\w*$/ };
  };
}

/** The signature of the primitive in whose call the cursor stands. */
function signatureAt(state: EditorState, primitives: ReadonlyMap<string, PrimitiveEntry>): readonly Tooltip[] {
  const { head, empty } = state.selection.main;
  if (!empty) return [];
  let node = syntaxTree(state).resolveInner(head, -1);
  for (;;) {
    const inside = node.name === 'ArgList' && head > node.from && (head < node.to || state.sliceDoc(node.to - 1, node.to) !== ')');
    const called = inside ? node.prevSibling : null;
    const entry = called && primitives.get(state.sliceDoc(called.from, called.to));
    if (entry) {
      let parameter = 0;
      for (let child = node.firstChild; child && child.to <= head; child = child.nextSibling) {
        if (child.name === ',') parameter += 1;
      }
      return [{ pos: called.from, above: true, create: () => ({ dom: described(entry, parameter) }) }];
    }
    if (!node.parent) return [];
    node = node.parent;
  }
}

/** Signature, what it does, and an example; the parameter that is being written stands out. */
function described({ doc, example, name, parameters, result }: PrimitiveEntry, current: number): HTMLElement {
  const whole = document.createElement('div');
  whole.className = 'described';
  const signature = document.createElement('code');
  signature.append(`${name}(`);
  parameters.forEach((parameter, at) => {
    if (at > 0) signature.append(', ');
    const shown = document.createElement(at === current ? 'strong' : 'span');
    shown.textContent = `${parameter.name}: ${parameter.kind}`;
    signature.append(shown);
  });
  signature.append(`) → ${result}`);
  const words = document.createElement('p');
  words.textContent = doc;
  whole.append(signature, words);
  if (example) {
    const shown = document.createElement('code');
    shown.className = 'example';
    shown.textContent = example;
    whole.append(shown);
  }
  return whole;
}

/** Lines and columns of the engine count from 1, columns in code points. */
function lintOf({ column, endColumn, endLine, line, message, severity }: Diagnostic, text: Text): Lint {
  const from = offsetOf(text, line, column) ?? 0;
  const end = offsetOf(text, endLine, endColumn);
  const lineEnd = text.lineAt(Math.min(from, text.length)).to;
  return { from, to: Math.max(from, end ?? lineEnd), severity, message: shortened(message) };
}

function offsetOf(text: Text, line: number | null, column: number | null): number | null {
  if (line === null || line < 1) return null;
  if (line > text.lines) return text.length;
  const { from, text: content } = text.line(line);
  return from + [...content].slice(0, (column ?? 1) - 1).join('').length;
}

/** Marks the names of the language, which Python's grammar can't know. */
function languageNames({ constants, primitives }: Catalogue): Extension {
  const known = new Map([
    ...primitives.map(({ name }) => [name, Decoration.mark({ class: 'primitive' })] as const),
    ...constants.map(({ name }) => [name, Decoration.mark({ class: 'constant' })] as const),
  ]);
  const marks = (state: EditorState): DecorationSet => {
    const found: Range<Decoration>[] = [];
    syntaxTree(state).iterate({
      enter: ({ from, name, to }) => {
        const decoration = name === 'VariableName' ? known.get(state.sliceDoc(from, to)) : undefined;
        if (decoration) found.push(decoration.range(from, to));
      },
    });
    return Decoration.set(found);
  };
  return StateField.define<DecorationSet>({
    create: marks,
    update: (shown, transaction) => (transaction.docChanged ? marks(transaction.state) : shown),
    provide: (field) => EditorView.decorations.from(field),
  });
}

const COLORS = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword], fontWeight: '650' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

const THEME = EditorView.theme({
  '&': { borderRadius: '9px', fontSize: '13.5px', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-content': { fontFamily: 'var(--mono)', lineHeight: '1.6', padding: '10px 0', caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--quiet)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--sunken) 55%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--edge-strong)',
  },
  '.primitive': { color: 'var(--accent)' },
  '.constant': { color: 'var(--warn)' },
  '.cm-tooltip': {
    border: '1px solid var(--edge)',
    borderRadius: '8px',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    boxShadow: '0 4px 16px rgb(0 0 0 / 14%)',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '0' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)' },
  '.cm-completionDetail': { color: 'var(--quiet)', fontStyle: 'normal' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: 'none' },
  '.described': { maxWidth: '34rem', padding: '8px 12px', fontSize: '13px', lineHeight: '1.45' },
  '.described p': { margin: '2px 0' },
  '.described code': { fontFamily: 'var(--mono)', fontSize: '12.5px' },
  '.described strong': { color: 'var(--accent)' },
  '.described .example': { color: 'var(--quiet)' },
});
