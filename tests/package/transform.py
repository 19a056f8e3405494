"""Run with the engine's Python: what SAM makes of the template (first argument), offline, into the second."""

import json
import os
import sys
from pathlib import Path

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

if __name__ == "__main__":
    os.environ["AWS_DEFAULT_REGION"] = "ap-southeast-1"
    # As `aws cloudformation package` would write it, with the code in a bucket.
    text = Path(sys.argv[1]).read_text().replace('"./deployment.zip"', '"s3://bucket/deployment.zip"')
    made = Translator({}, Parser()).translate(json.loads(text), {})
    Path(sys.argv[2]).write_text(json.dumps(made))
