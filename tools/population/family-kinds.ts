/** Of what two people of a family have in common, kind by kind. */
import {
  born,
  homeOf,
  insured,
  type Kind,
  marked,
  named,
  nextNumber,
  otherHome,
  otherSex,
  pad,
  streetOf,
  telephoneOf,
  unnamed,
  yearOf,
} from './family-people.ts';

export const kinds: Readonly<Record<string, Kind>> = {
  twins: (made) => [{}, { name: named(made.family, made.given[1]), ...nextNumber(made) }],
  'twins, boy and girl': (made) => {
    const names = made.person.sex === 'F' ? made.habit.boys : made.habit.girls;
    return [
      {},
      {
        name: named(made.family, made.random.pick(names.filter((name) => name !== made.given[0]))),
        sex: otherSex(made),
        ...nextNumber(made),
      },
    ];
  },
  'twins called alike': (made) => [
    { name: named(made.family, made.alike[0]), ...marked(made.random, 1) },
    { name: named(made.family, made.alike[1]), ...marked(made.random, 2), ...nextNumber(made) },
  ],
  'twins called alike, sexes missing or swapped': (made) => [
    { name: named(made.family, made.alike[0]), sex: made.random.pick(['', 'F', 'M', 'U']) },
    { name: named(made.family, made.alike[1]), sex: made.random.pick(['', 'F', 'M', 'O']), ...nextNumber(made) },
  ],
  'twins of one insurance number': (made) => {
    const shared = insured(made);
    return [
      { name: named(made.family, made.alike[0]), ...shared },
      { name: named(made.family, made.alike[1]), ...shared },
    ];
  },
  'twins with the same middle name': (made) => {
    const middle = made.random.pick(made.habit.girls);
    return [
      { name: named(made.family, made.given[0], middle) },
      { name: named(made.family, made.given[1], middle), ...nextNumber(made) },
    ];
  },
  'twins with middle names crossed': (made) => [
    { name: named(made.family, made.given[0], made.given[1]) },
    { name: named(made.family, made.given[1], made.given[0]), ...nextNumber(made) },
  ],
  'twins, one by initial': (made) => [
    { name: named(made.family, made.alike[0]) },
    { name: named(made.family, made.alike[1].slice(0, 1)), ...nextNumber(made) },
  ],
  'twins, name order swapped': (made) => [
    { name: named(made.family, made.alike[0]) },
    { name: named(made.alike[1], made.family.split('=')[0] ?? ''), ...nextNumber(made) },
  ],
  'twins about midnight': (made) => {
    const day = Number(made.person.birthDate.slice(6));
    return [
      { name: named(made.family, made.alike[0]) },
      {
        name: named(made.family, made.alike[1]),
        birthDate: `${made.person.birthDate.slice(0, 6)}${pad(day - 1)}`,
        ...nextNumber(made),
      },
    ];
  },
  'twins who moved apart': (made) => [
    { name: named(made.family, made.alike[0]) },
    {
      name: named(made.family, made.alike[1]),
      ...homeOf(made.random, made.habit),
      phone: telephoneOf(made.random, made.habit),
      ...nextNumber(made),
    },
  ],
  triplets: (made) => [
    { name: named(made.family, made.alike[0]), multipleBirth: true, birthOrder: 1 + made.random.whole(0, 1), sex: '' },
    { name: named(made.family, made.alike[1]), multipleBirth: true, birthOrder: 3, sex: '', ...nextNumber(made) },
  ],
  siblings: (made) => [
    {},
    {
      name: named(made.family, made.given[1]),
      ...born(yearOf(made.person) + made.random.whole(1, 9), made.random),
      ...nextNumber(made),
    },
  ],
  'siblings called alike': (made) => [
    { name: named(made.family, made.alike[0]) },
    {
      name: named(made.family, made.alike[1]),
      ...born(yearOf(made.person) + made.random.whole(1, 9), made.random),
      ...nextNumber(made),
    },
  ],
  'siblings called alike, dates of one or two digits': (made) => {
    const year = yearOf(made.person) + made.random.whole(1, 3);
    return [
      { name: named(made.family, made.alike[0]) },
      {
        name: named(made.family, made.alike[1]),
        birthDate: `${year}${made.person.birthDate.slice(4)}`,
        ...nextNumber(made),
      },
    ];
  },
  'siblings of one insurance number': (made) => {
    const shared = insured(made);
    return [
      { name: named(made.family, made.alike[0]), ...shared },
      {
        name: named(made.family, made.alike[1]),
        ...born(yearOf(made.person) + made.random.whole(1, 5), made.random),
        ...shared,
      },
    ];
  },
  'child named after a sibling who died': (made) => [
    { ...insured(made), birthDate: `${yearOf(made.person)}${made.random.pick(['0306', '0519', '0822'])}` },
    // Dates that differ in one or two digits are one that was mistyped as often.
    {
      birthDate: `${yearOf(made.person) + made.random.whole(1, 6)}${made.random.pick(['1107', '1214', '1025'])}`,
      otherIds: [],
    },
  ],
  'parent and child of one name': (made) => [
    {},
    { ...born(yearOf(made.person) - made.random.whole(17, 45), made.random), ...nextNumber(made), motherName: '' },
  ],
  'parent and child of one name and birthday': (made) => [
    {},
    {
      birthDate: `${yearOf(made.person) - made.random.pick([20, 30, 21, 25, 33, 40])}${made.person.birthDate.slice(4)}`,
      motherName: '',
      ...nextNumber(made),
    },
  ],
  'parent and child of one name and insurance number': (made) => {
    const shared = insured(made);
    return [
      shared,
      {
        ...shared,
        birthDate: `${yearOf(made.person) - made.random.pick([20, 30, 21, 25, 33])}${made.person.birthDate.slice(4)}`,
        motherName: '',
      },
    ];
  },
  'junior and senior': (made) => [
    { name: `${made.person.name}^^^${made.random.pick(['', 'JR'])}` },
    {
      name: `${made.person.name}^^^${made.random.pick(['', 'SR'])}`,
      ...born(yearOf(made.person) - made.random.whole(18, 40), made.random),
      motherName: '',
      ...nextNumber(made),
    },
  ],
  'two newborns without a name': (made) => [
    {
      name: unnamed(made, made.random.pick(['A', '1', 'I'])),
      ...born(2024, made.random),
      sex: made.random.pick(['', 'F', 'M']),
    },
    {
      name: unnamed(made, made.random.pick(['B', '2', 'II'])),
      ...nextNumber(made),
      sex: made.random.pick(['', 'F', 'M']),
    },
  ],
  'newborn and named twin': (made) => [
    {
      name: unnamed(made, made.random.pick(['A', '1', 'I', 'EINS'])),
      ...(made.random.chance(0.3) && { otherIds: [] }),
    },
    { ...nextNumber(made) },
  ],
  'newborn and mother': (made) => [
    { name: unnamed(made, ''), motherName: '' },
    {
      name: named(made.family, made.given[1]),
      sex: 'F',
      ...born(yearOf(made.person) - made.random.whole(18, 42), made.random),
      ...nextNumber(made),
    },
  ],
  'newborn of another family of that name': (made) => [
    { name: unnamed(made, '') },
    {
      name: unnamed(made, ''),
      ...homeOf(made.random, made.habit),
      phone: telephoneOf(made.random, made.habit),
      motherName: '',
      email: '',
      otherIds: [],
    },
  ],
  'newborn under the number of the mother': (made) => {
    const shared = insured(made);
    return [
      { name: unnamed(made, made.random.pick(['A', '1', ''])), ...shared },
      {
        name: made.random.chance(0.5) ? unnamed(made, made.random.pick(['B', '2'])) : named(made.family, made.given[1]),
        ...shared,
      },
    ];
  },
  'namesakes of one birth date': (made) => [
    { email: '', phone: telephoneOf(made.random, made.habit) },
    {
      ...otherHome(made),
      phone: telephoneOf(made.random, made.habit),
      email: '',
      motherName: '',
      otherIds: [],
    },
  ],
  'namesakes of one birth date in one town': (made) => [
    { email: '', phone: telephoneOf(made.random, made.habit) },
    {
      street: otherHome(made).street,
      phone: telephoneOf(made.random, made.habit),
      email: '',
      motherName: '',
      otherIds: [],
    },
  ],
  'namesakes with a common name, nothing else known': (made) => {
    const [family, given] = made.random.pick([
      ['SMITH', 'JOHN'],
      ['NGUYEN', 'VAN'],
      ['KIM', 'DANIEL'],
      ['GARCIA', 'MARIA'],
      ['SINGH', 'JOHN'],
      ['KHAN', 'MOHAMMED'],
      ['WANG', 'ANNA'],
      ['SMITH', 'MARY'],
      ['IVANOV', 'IVAN'],
      ['JONES', 'DAVID'],
      ['SILVA', 'JOSE'],
      ['HANSEN', 'JAN'],
      ['JENSEN', 'ANNA'],
    ] as const);
    const bare = {
      name: named(family, given),
      street: '',
      locality: '',
      postcode: '',
      phone: '',
      email: '',
      motherName: '',
      otherIds: [],
    };
    return [
      bare,
      { ...bare, ...(made.random.chance(0.5) && { locality: made.person.locality, phone: made.person.phone }) },
    ];
  },
  'namesakes, one by initial': (made) => [
    { email: '' },
    {
      name: named(made.family, made.given[0].slice(0, 1)),
      ...homeOf(made.random, made.habit),
      phone: '',
      email: '',
      motherName: '',
      otherIds: [],
    },
  ],
  cousins: (made) => [
    { name: named(made.family, made.alike[0]) },
    {
      name: named(made.family, made.alike[1]),
      ...born(yearOf(made.person) + made.random.whole(-3, 3), made.random),
      street: streetOf(made.random, made.habit),
      motherName: '',
      ...nextNumber(made),
    },
  ],
  'cousins of one name': (made) => [
    {},
    {
      ...born(yearOf(made.person) + made.random.whole(-3, 3), made.random),
      street: streetOf(made.random, made.habit),
      phone: telephoneOf(made.random, made.habit),
      motherName: '',
      email: '',
      ...nextNumber(made),
    },
  ],
  'spouses of one birth date': (made) => {
    const names = made.person.sex === 'F' ? made.habit.boys : made.habit.girls;
    return [
      {},
      {
        name: named(made.family, made.random.pick(names.filter((name) => name !== made.given[0]))),
        sex: otherSex(made),
        motherName: '',
        otherIds: [],
      },
    ];
  },
  'adopted child': (made) => [
    {},
    {
      name: named(made.random.pick(made.habit.families.filter((name) => name !== made.family)), made.given[1]),
      ...nextNumber(made),
    },
  ],
  'step-siblings of one given name': (made) => [
    {},
    {
      name: named(made.random.pick(made.habit.families.filter((name) => name !== made.family)), made.given[0]),
      ...born(yearOf(made.person) + made.random.whole(-2, 2), made.random),
      motherName: '',
      otherIds: [],
    },
  ],
};
