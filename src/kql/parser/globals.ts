import type { TableSchema } from '../table.ts';
import { items, type KustoGlobals, type KustoSymbol, kusto, symbolList } from './load.ts';

/** Functions of Azure Monitor that name another place; the parser does not know them. */
const places = ['workspace', 'app', 'resource', 'adx', 'arg'];

/**
 * The names that a query may use. A table that is not among the schemas is an error (KS204), its columns are not: whoever cannot
 * know all tables leaves that error out.
 */
export function globalsFor(schemas: readonly TableSchema[]): KustoGlobals {
  const { DatabaseSymbol, FunctionSymbol, Parameter, ScalarTypes } = kusto.Symbols;
  const tables = schemas.map(tableSymbol);
  const database = new DatabaseSymbol.$ctor3('logs', null, symbolList(tables), false);
  // What another place holds is not known here, beyond that it will have the same kinds of tables.
  const elsewhere = new DatabaseSymbol.$ctor3('elsewhere', null, symbolList(tables), true);
  const text = ScalarTypes.GetSymbol('string');
  const functions = places.map((name) => new FunctionSymbol.$ctor5(name, elsewhere, [new Parameter.$ctor2('name', text)]));
  const defaults = kusto.GlobalState.Default;
  // Without the cache, a third of a query's time goes into building its grammar anew.
  return defaults
    .WithFunctions(symbolList([...items(defaults.Functions), ...functions]))
    .WithDatabase(database)
    .WithCache();
}

function tableSymbol({ name, columns }: TableSchema): KustoSymbol {
  const { ColumnSymbol, ScalarTypes, TableSymbol } = kusto.Symbols;
  return new TableSymbol.$ctor4(
    name,
    columns.map((column) => new ColumnSymbol(column.name, ScalarTypes.GetSymbol(column.type), null, null, null, null)),
  );
}
