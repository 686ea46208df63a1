import { KqlFailure } from '../../failure.ts';
import type { CallShape } from '../shapes.ts';
import { type Named, type Operation, realAt, remember, scalar, textAt } from './define.ts';

/** A fraction where the quantity is none of decimal digits, so that nothing is lost on the way. */
type Size = number | readonly [number, number];
type Scale = Readonly<Record<string, Size>>;

/** How many of the first unit one of each is. */
const scales: Readonly<Record<string, Scale>> = {
  convert_angle: {
    Degree: 1,
    Arcminute: [1, 60],
    Arcsecond: [1, 3600],
    Radian: [180, Math.PI],
    Milliradian: [0.18, Math.PI],
    Gradian: 0.9,
    Revolution: 360,
    Tilt: [180, Math.PI],
  },
  convert_length: {
    Meter: 1,
    Kilometer: 1000,
    Hectometer: 100,
    Decimeter: 0.1,
    Centimeter: 0.01,
    Millimeter: 0.001,
    Micrometer: 1e-6,
    Nanometer: 1e-9,
    Inch: 0.0254,
    Foot: 0.3048,
    Yard: 0.9144,
    Mile: 1609.344,
    NauticalMile: 1852,
  },
  convert_mass: {
    Kilogram: 1,
    Gram: 0.001,
    Milligram: 1e-6,
    Microgram: 1e-9,
    Tonne: 1000,
    Pound: 0.45359237,
    Ounce: 0.028349523125,
    Stone: 6.35029318,
  },
  convert_speed: {
    MeterPerSecond: 1,
    MeterPerMinute: [1, 60],
    MeterPerHour: [1, 3600],
    KilometerPerSecond: 1000,
    KilometerPerMinute: [1000, 60],
    KilometerPerHour: [1, 3.6],
    CentimeterPerSecond: 0.01,
    CentimeterPerMinute: [0.01, 60],
    CentimeterPerHour: [0.01, 3600],
    MillimeterPerSecond: 0.001,
    MilePerHour: 0.44704,
    FootPerSecond: 0.3048,
    Knot: [1852, 3600],
  },
  convert_force: {
    Newton: 1,
    Kilonewton: 1000,
    Meganewton: 1e6,
    Millinewton: 0.001,
    Micronewton: 1e-6,
    Decanewton: 10,
    Dyn: 1e-5,
    KilogramForce: 9.80665,
    KiloPond: 9.80665,
    TonneForce: 9806.65,
  },
  convert_energy: {
    Joule: 1,
    Kilojoule: 1000,
    Megajoule: 1e6,
    Gigajoule: 1e9,
    Millijoule: 0.001,
    Calorie: 4.184,
    Kilocalorie: 4184,
    Megacalorie: 4_184_000,
    WattHour: 3600,
    KilowattHour: 3.6e6,
    MegawattHour: 3.6e9,
    BritishThermalUnit: 1055.05585262,
    ElectronVolt: 1.602176565e-19,
  },
  convert_volume: {
    CubicMeter: 1,
    Liter: 0.001,
    Deciliter: 1e-4,
    Centiliter: 1e-5,
    Milliliter: 1e-6,
    Microliter: 1e-9,
    Hectoliter: 0.1,
    CubicDecimeter: 0.001,
    CubicCentimeter: 1e-6,
    CubicMillimeter: 1e-9,
    CubicKilometer: 1e9,
    CubicInch: 1.6387064e-5,
    CubicFoot: 0.028316846592,
    CubicYard: 0.764554857984,
    AcreFoot: 1233.48183754752,
  },
};

function unknown(call: CallShape, unit: string): KqlFailure {
  return new KqlFailure('unsupported', `${call.name}() does not support the unit “${unit}” here.`);
}

function sizeOf(call: CallShape, scale: Scale, unit: string): readonly [number, number] {
  const found = Object.hasOwn(scale, unit) ? scale[unit] : undefined;
  if (found === undefined) throw unknown(call, unit);
  return typeof found === 'number' ? [found, 1] : found;
}

function converted(scale: Scale): (call: CallShape) => Operation {
  return (call) => {
    const [value, from, to] = [realAt(call, 0), textAt(call, 1), textAt(call, 2)];
    return (of, unit, target) => {
      const number = value(of);
      const [above, below] = sizeOf(call, scale, from(unit));
      const [targetAbove, targetBelow] = sizeOf(call, scale, to(target));
      return number === null ? null : (number * above * targetBelow) / (below * targetAbove);
    };
  };
}

/** To kelvins: so many of them per degree, after taking away the offset. */
const temperatures: Readonly<Record<string, { readonly size: number; readonly zero: number }>> = {
  Kelvin: { size: 1, zero: 0 },
  DegreeCelsius: { size: 1, zero: 273.15 },
  DegreeFahrenheit: { size: 5 / 9, zero: 273.15 - 160 / 9 },
  DegreeRankine: { size: 5 / 9, zero: 0 },
};

function convertTemperature(call: CallShape): Operation {
  const [value, from, to] = [realAt(call, 0), textAt(call, 1), textAt(call, 2)];
  const scaleOf = (unit: string) => {
    const found = Object.hasOwn(temperatures, unit) ? temperatures[unit] : undefined;
    if (found === undefined) throw unknown(call, unit);
    return found;
  };
  const [source, target] = [remember(scaleOf), remember(scaleOf)];
  return (of, unit, wanted) => {
    const number = value(of);
    if (number === null) return null;
    const [a, b] = [source(from(unit)), target(to(wanted))];
    return (number * a.size + a.zero - b.zero) / b.size;
  };
}

export const unitConversions: Named = [
  ...Object.entries(scales).map(([name, scale]): Named[number] => [name, scalar('real', converted(scale))]),
  ['convert_temperature', scalar('real', convertTemperature)],
];
