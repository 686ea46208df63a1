import { sketchFunctions } from '../aggregates/sketches.ts';
import { seriesFunctions } from '../series/index.ts';
import type { ScalarFunction } from '../shapes.ts';
import { arithmetic } from './arithmetic.ts';
import { arrays } from './arrays.ts';
import { bags } from './bags.ts';
import { comparison } from './comparison.ts';
import { conversions } from './conversions.ts';
import { dateFormats } from './date-format.ts';
import { dateParts } from './date-parts.ts';
import { dates } from './dates.ts';
import { encodings } from './encodings.ts';
import { byteFormats } from './format-bytes.ts';
import { geoPoints } from './geo-points.ts';
import { geohash } from './geohash.ts';
import { ipv4Search } from './ip-search.ts';
import { ipv4 } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import { logic } from './logic.ts';
import { math } from './math.ts';
import { membership } from './membership.ts';
import { punycode } from './punycode.ts';
import { regexFunctions } from './regex.ts';
import { rounding } from './rounding.ts';
import { sets } from './sets.ts';
import { strings } from './strings.ts';
import { termOperators } from './term-operators.ts';
import { textParsers } from './text-parsers.ts';
import { unitConversions } from './units.ts';
import { zones } from './zones.ts';

/** By name, operators by theirs ("+", "matches regex"). What is missing here the engine does not support. */
export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map([
  ...arithmetic,
  ...comparison,
  ...logic,
  ...termOperators,
  ...membership,
  ...regexFunctions,
  ...strings,
  ...textParsers,
  ...encodings,
  ...byteFormats,
  ...math,
  ...rounding,
  ...dates,
  ...dateParts,
  ...dateFormats,
  ...zones,
  ...conversions,
  ...arrays,
  ...bags,
  ...sets,
  ...seriesFunctions,
  ...sketchFunctions,
  ...ipv4,
  ...ipv4Search,
  ...ipv6,
  ...geoPoints,
  ...geohash,
  ...punycode,
  ...unitConversions,
]);
