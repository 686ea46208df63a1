import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { LargePictures } from './large-picture.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element called root.');
createRoot(root).render(
  <StrictMode>
    <LargePictures>
      <App />
    </LargePictures>
  </StrictMode>,
);
