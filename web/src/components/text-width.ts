let context: CanvasRenderingContext2D | null | undefined;

/** How wide a text is in the font of the page, in pixels of CSS. */
export const textWidth = (text: string, size: number): number => {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * size;
  context.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(context.measureText(text).width);
};
