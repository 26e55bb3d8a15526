"""
Runs a notebook by Jupyter's own client in Deno's kernel, and prints what each cell of code showed, as JSON: python notebook_runs.py NOTEBOOK
FOLDER. Deno's kernel says at times that it is idle before what it has to show has arrived, so each cell is waited for until it has shown something.
"""
import json, os, sys
from pathlib import Path
from jupyter_client.manager import start_new_kernel

notebook, folder = sys.argv[1:]
spec = Path(folder, 'kernels', 'deno')
spec.mkdir(parents=True)
argv = [str(Path(sys.executable).parent / 'deno'), 'jupyter', '--kernel', '--conn', '{connection_file}']
(spec / 'kernel.json').write_text(json.dumps(dict(argv=argv, display_name='Deno', language='typescript')))
os.environ['JUPYTER_PATH'] = folder
manager, client = start_new_kernel(kernel_name='deno', cwd=folder)

def shown(source):
    asked = client.execute(source)
    while True:
        message = client.get_iopub_msg(timeout=120)
        if message['parent_header'].get('msg_id') != asked: continue
        if message['msg_type'] == 'error': raise RuntimeError('\n'.join(message['content']['traceback']))
        if message['msg_type'] == 'execute_result': return message['content']['data']

try:
    cells = json.loads(Path(notebook).read_text())['cells']
    said = [shown(''.join(cell['source'])) for cell in cells if cell['cell_type'] == 'code']
    print(json.dumps([dict(text=data['text/plain'], page=data.get('text/html', '')[:60]) for data in said]))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
