"""schemathesis asks by the OpenAPI document, right and wrong, as each person's program.

Every answer must be one that the document names; a fault of ours is none of them.
"""

from pathlib import Path

import pytest
import schemathesis
import yaml
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from assessments.files.catalogue import FORMATS
from leavingcare.programs import make
from tests.support.clients import FormClient
from tests.support.world import bring_to

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


def operations():
    document = schemathesis.openapi.from_dict(yaml.safe_load(DOCUMENT.read_text()))
    return [found.ok() for found in document.get_all_operations()]


OPERATIONS = operations()


def test_every_operation_is_tried():
    assert len(OPERATIONS) == len(yaml.safe_load(DOCUMENT.read_text())["paths"])


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.path)
def test_the_answers_are_those_of_the_document(world, operation):
    bring_to(world, "submitted")
    assessment = world["assessment"]
    real = {
        "slug": assessment.round.slug,
        "reference": assessment.submissions.first().reference,
    }
    secrets = ["lcsa_wrong", ""]
    secrets += [make(world["people"][name], "R") for name in ("val", "fay", "eve")]
    named = {int(status) for status in operation.definition.raw["responses"]}
    kind = "json" if "reference" in operation.path else "long.csv"
    right = operation.path.format(**real, format=kind)
    read = FormClient().get(right, headers={"Authorization": f"Bearer {secrets[-3]}"})
    assert read.status_code == 200

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        case=st.sampled_from(MODES).flatmap(
            lambda mode: operation.as_strategy(generation_mode=mode)
        ),
        is_real=st.booleans(),
        format_name=st.none() | st.sampled_from([*FORMATS, "long.csv", "json"]),
        secret=st.sampled_from(secrets),
    )
    def ask(case, is_real, format_name, secret):
        if is_real:
            case.path_parameters |= {
                name: real[name] for name in real if name in case.path_parameters
            }
            if format_name and "format" in case.path_parameters:
                case.path_parameters["format"] = format_name
        response = FormClient().get(
            case.formatted_path,
            query_params=case.query or {},
            headers=dict(case.headers or {}) | {"Authorization": f"Bearer {secret}"},
        )
        list(response)
        cache.clear()
        assert response.status_code in named, response.status_code

    ask()
