// The editor of a cell. It is bundled at build time and loaded when Edit is pressed for the first time.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], color: 'var(--syntax-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--syntax-string)' },
  { tag: tags.number, color: 'var(--syntax-number)' },
  { tag: tags.comment, color: 'var(--syntax-comment)' },
  { tag: [tags.operator, tags.punctuation, tags.bracket], color: 'var(--ink-quiet)' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--page)', fontSize: '0.68rem' },
  '&.cm-focused': { outline: '0.1rem solid var(--link)', outlineOffset: '-0.1rem' },
  '.cm-scroller': { fontFamily: 'var(--code)', lineHeight: '1.5' },
  '.cm-content': { padding: '0.75em 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1em' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--hairline) !important' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--wash)', outline: '0.05rem solid var(--link)' },
  '.cm-failed': { backgroundColor: 'var(--cell-failed)' },
});

const mark = StateEffect.define();
const failed = Decoration.line({ class: 'cm-failed' });
const marked = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    const wanted = transaction.effects.find((effect) => effect.is(mark));
    if (wanted) return at(transaction.state.doc, wanted.value);
    return transaction.docChanged ? Decoration.none : lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const at = (doc, line) =>
  line >= 1 && line <= doc.lines ? Decoration.set([failed.range(doc.line(line).from)]) : Decoration.none;

// Puts an editor into the element. Its styles stand in a shadow root, as a strict policy asks.
export function edit(element, { text, label, changed }) {
  const root = element.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        [highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching()],
        [python(), indentUnit.of('    '), syntaxHighlighting(colours), look, marked],
        keymap.of([...defaultKeymap, ...historyKeymap]), // Tab leaves the editor
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    mark: (line) => view.dispatch({ effects: mark.of(line) }),
    end: () => view.destroy(),
  };
}
