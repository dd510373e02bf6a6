/** Gives the tests the engine itself, on a page without any other use of it. Not part of the site. */
import { Engine } from './client';

Object.assign(globalThis, { Engine });
