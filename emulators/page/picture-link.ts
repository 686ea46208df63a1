/** A picture leads to itself: a click shows it large (large-picture.tsx). */
export const pictureLink = { className: 'picture', target: '_blank', rel: 'noreferrer', title: 'Show the picture large' } as const;

/** Does the same for the pictures of an element that somebody else has drawn. */
export function linkPictures(drawn: HTMLElement): void {
  for (const image of drawn.querySelectorAll('img')) {
    if (image.closest('a, button, [role="button"]') !== null) continue;
    const link = Object.assign(document.createElement('a'), pictureLink, { href: image.src });
    image.replaceWith(link);
    link.append(image);
  }
}
