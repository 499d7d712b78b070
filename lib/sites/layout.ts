import type { MarkdownRules } from '../markdown/rules.ts';
import type { NamePlace } from './attachments.ts';

/** One generation of a site's page, as data. */
export interface Layout {
  /** `site/date`, goes into the event. */
  readonly name: string;
  /** Present in every conversation of this generation and in no other. */
  readonly sign: string;
  readonly user: RoleLayout;
  readonly assistant: RoleLayout;
  /** Stands where the page knows of a message and does not draw it, because it is scrolled away. */
  readonly hole?: string;
  /** Counts the messages of the whole conversation, from 1. */
  readonly number?: Place;
}

export interface RoleLayout {
  /** Elements that are one message each; of nested ones the outermost counts. */
  readonly message: string;
  /** Where the text stands inside a message: the first selector that matches, all its matches. None: the message itself. */
  readonly body?: readonly string[];
  /** Legible thinking inside a message: no part of its text. */
  readonly reasoning?: string;
  /** Where the site's id stands, tried in order. */
  readonly id: readonly Place[];
  /** Where the model stands. */
  readonly model?: Place;
  /** The turn around a message, when pictures and files of the message stand beside it there. */
  readonly turn?: string;
  /** Pictures apart from the text: uploads, generated images. */
  readonly pictures?: string;
  /** Files and documents apart from the text. */
  readonly files?: string;
  /** Where the names of files and pictures stand, tried in order; a picture's own `alt` needs none. */
  readonly names?: readonly NamePlace[];
  /** Attribute of chips that name the address of a source and have no link. */
  readonly sourceAddress?: string;
  readonly rules: MarkdownRules;
}

/** An attribute of the message itself, of an element inside it or of one around it. */
export interface Place {
  readonly attribute: string;
  readonly in?: 'inside' | 'around';
  /** What the site writes before the value; the attribute counts only with it. */
  readonly prefix?: string;
}
