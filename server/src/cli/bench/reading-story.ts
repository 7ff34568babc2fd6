/** The history that `bench open` reads: a 200-slice CT and ten priors, all of one patient of one hospital. */
import type { Story } from '@throughline/tools/network';

const priors = 10;

export const benchStory: Story = {
  id: 'bench-open',
  title: 'A CT with ten priors',
  specialty: 'chest',
  name: 'BENCH^OPEN',
  born: '60y',
  sex: 'F',
  records: [{ site: 'COUNTY', id: 'BENCH-1' }],
  studies: [
    {
      key: 'current',
      site: 'COUNTY',
      ago: '0d',
      modality: 'CT',
      name: 'CT CHEST W/O CONTRAST',
      bodyPart: 'CHEST',
      series: [{ description: 'CHEST', look: { draw: 'chest-ct', slices: 200, step: 1.5, noduleMm: 18 } }],
    },
    ...Array.from({ length: priors }, (_, at) => ({
      key: `prior-${at}`,
      site: 'COUNTY' as const,
      ago: `${at + 1}y`,
      modality: 'CT',
      name: 'CT CHEST WO',
      bodyPart: 'CHEST',
      series: [
        {
          description: 'CHEST',
          look: { draw: 'chest-ct' as const, slices: at === 0 ? 200 : 40, step: at === 0 ? 1.5 : 7, noduleMm: 12 },
        },
      ],
    })),
  ],
};
