import { LitElement, css, html, nothing } from 'lit';
import { basic } from '../app/styles';
import { look } from '../grid/look';
import { PALETTES, inkOn } from '../grid/palette';
import { taskLook } from './looks';
import { OVERLAYS, type Overlay, SETTINGS } from './overlay';

/** How the grids are drawn: size, numbers, colors, difference. */
export class Toolbar extends LitElement {
  static override styles = [
    basic,
    css`
      :host {
        display: block;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem 0.9rem;
        font-size: 0.85rem;
      }

      .zoom {
        display: inline-flex;
      }

      .zoom .button {
        min-height: 28px;
        padding: 0 0.65rem;
        border-radius: 0;
        margin-left: -1px;
      }

      .zoom .button:first-child {
        border-radius: 7px 0 0 7px;
        margin-left: 0;
      }

      .zoom .button:last-child {
        border-radius: 0 7px 7px 0;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 0.35rem;
        cursor: pointer;
      }

      input[type='checkbox'] {
        width: 15px;
        height: 15px;
        margin: 0;
        accent-color: var(--fill);
      }

      select.field {
        min-height: 28px;
        padding: 0 0.3rem;
        field-sizing: content;
      }

      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 3px;
        margin-top: 0.6rem;
        font-size: 0.8rem;
      }

      li {
        padding: 0.1rem 0.55rem;
        border: 1px solid var(--edge-strong);
        border-radius: 4px;
        white-space: nowrap;
      }
    `,
  ];

  private readonly onLook = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    look.addEventListener('change', this.onLook);
    taskLook.addEventListener('change', this.onLook);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    look.removeEventListener('change', this.onLook);
    taskLook.removeEventListener('change', this.onLook);
  }

  override render() {
    return html`<div class="tools" role="group" aria-label="How grids are drawn">
        <span class="zoom">
          <button
            class="button"
            aria-label="Smaller"
            title="Smaller (−)"
            ?disabled=${!taskLook.canZoom(-1)}
            @click=${() => taskLook.zoomBy(-1)}
          >
            −
          </button>
          <button class="button" title="Fit (0)" @click=${() => taskLook.fit()}>
            ${taskLook.zoom === 1 ? 'Fit' : `${Math.round(100 * taskLook.zoom)}%`}
          </button>
          <button
            class="button"
            aria-label="Larger"
            title="Larger (+)"
            ?disabled=${!taskLook.canZoom(1)}
            @click=${() => taskLook.zoomBy(1)}
          >
            +
          </button>
        </span>
        ${check('Numbers', look.numbers, (numbers) => look.choose({ numbers }))}
        ${check('Color names', taskLook.key, (key) => taskLook.showKey(key))}
        ${check('Difference apart', taskLook.differenceBeside, (beside) => taskLook.showDifferenceBeside(beside))}
        <label
          >Palette
          <select
            class="field"
            @change=${(event: Event) => look.choose({ palette: (event.target as HTMLSelectElement).value })}
          >
            ${PALETTES.map(
              ({ id, title }) => html`<option value=${id} .selected=${id === look.palette.id}>${title}</option>`,
            )}
          </select></label
        >
        ${this.overlay()}
      </div>
      ${
        taskLook.key
          ? html`<ol role="list" aria-label="Colors">
              ${look.palette.colors.map(
                ({ name, value }, number) =>
                  html`<li style="background: ${value}; color: ${inkOn(value)}">${number} ${name}</li>`,
              )}
            </ol>`
          : nothing
      }`;
  }

  /** What of the language is laid over the grids, with the settings of `objects`. */
  private overlay() {
    const { overlay, settings, call } = taskLook;
    return html`<label
        >Outline
        <select
          class="field"
          @change=${(event: Event) => taskLook.lay(overlayFrom(event))}
        >
          <option value="" .selected=${overlay === null}>nothing</option>
          ${OVERLAYS.map((name) => html`<option value=${name} .selected=${name === overlay}>${name}</option>`)}
        </select></label
      >${
        overlay === 'objects'
          ? SETTINGS.map(({ title }, at) =>
              check(title, settings[at] ?? false, (on) =>
                taskLook.setObjects(settings.map((old, other) => (other === at ? on : old))),
              ),
            )
          : nothing
      }${call === null ? nothing : html`<code>${call}</code>`}`;
  }
}

function overlayFrom(event: Event): Overlay | null {
  const { value } = event.target as HTMLSelectElement;
  return OVERLAYS.find((overlay) => overlay === value) ?? null;
}

function check(label: string, checked: boolean, choose: (checked: boolean) => void) {
  return html`<label
    ><input
      type="checkbox"
      .checked=${checked}
      @change=${(event: Event) => choose((event.target as HTMLInputElement).checked)}
    />${label}</label
  >`;
}

customElements.define('arc-toolbar', Toolbar);
