"""Runs a notebook by Jupyter's own client in Deno's kernel, and prints what each cell of code said, as JSON: python notebook_runs.py NOTEBOOK FOLDER."""
import json, os, sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient

notebook, folder = sys.argv[1:]
spec = Path(folder, 'kernels', 'deno')
spec.mkdir(parents=True)
deno = str(Path(sys.executable).parent / 'deno')
argv = [deno, 'jupyter', '--kernel', '--conn', '{connection_file}']
(spec / 'kernel.json').write_text(json.dumps(dict(argv=argv, display_name='Deno', language='typescript')))
os.environ['JUPYTER_PATH'] = folder

book = nbformat.read(notebook, 4)
NotebookClient(book, kernel_name='deno', timeout=120, resources={'metadata': {'path': folder}}).execute()

def said(output):
    if output.output_type == 'stream': return dict(text=output.text)
    return dict(text=output.data['text/plain'], page=output.data.get('text/html', '')[:60])

print(json.dumps([[said(output) for output in cell.outputs] for cell in book.cells if cell.cell_type == 'code']))
