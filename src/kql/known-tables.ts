import { applicationTables } from './known-tables/applications.ts';
import { classicTables } from './known-tables/classic.ts';
import type { KnownTable } from './known-tables/known-table.ts';
import { platformTables } from './known-tables/platform.ts';

export type { KnownTable } from './known-tables/known-table.ts';

/**
 * The tables that queries may name: their real columns and types (source: "Azure Monitor Logs table reference"; those of an
 * Application Insights resource: its documented mapping to workspace tables).
 */
export const knownTables: readonly KnownTable[] = [...classicTables, ...applicationTables, ...platformTables];
