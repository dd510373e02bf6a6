import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Page } from './page';

/** Draws an element again whenever its page has changed. */
export class Follow implements ReactiveController {
  private page: Page | null = null;
  private readonly draw = (): void => this.host.requestUpdate();

  constructor(private readonly host: ReactiveControllerHost & { page: Page }) {
    host.addController(this);
  }

  hostConnected(): void {
    this.page = this.host.page;
    this.page.addEventListener('change', this.draw);
  }

  hostDisconnected(): void {
    this.page?.removeEventListener('change', this.draw);
    this.page = null;
  }
}
