"""The URLs of the analysis of a round, and of what goes back to authorities."""

from django.urls import path

from .views import analysis, reading_across, reading_tags, releasing, results

ASSESSMENT = "assessments/<int:pk>/"
ROUND = "rounds/<slug:slug>/"
ANALYSIS = ROUND + "analysis/"

urlpatterns = [
    path(ANALYSIS, analysis.analysis, name="analysis"),
    path(ANALYSIS + "keep/", analysis.keep_analysis, name="keep_analysis"),
    path(ANALYSIS + "<slug:part>/", analysis.analysis_part, name="analysis_part"),
    path(
        ANALYSIS + "<slug:part>/<slug:table>.csv",
        analysis.analysis_csv,
        name="analysis_csv",
    ),
    path(ROUND + "analysis.<str:format>", analysis.analysis_file, name="analysis_file"),
    path(ROUND + "read/", reading_across.read_index, name="read_index"),
    path(ROUND + "read/tags/<int:tag>/", reading_tags.read_tag, name="read_tag"),
    path(ROUND + "read/<slug:place>/", reading_across.read_place, name="read_place"),
    path(ROUND + "read/<slug:place>/tag/", reading_across.tag_text, name="tag_text"),
    path(ROUND + "search/", reading_across.search_round, name="search_round"),
    path(ROUND + "results/", releasing.round_results, name="round_results"),
    path(ASSESSMENT + "results/", results.results, name="results"),
    path(
        ASSESSMENT + "results.<str:format>", results.results_file, name="results_file"
    ),
    path(
        ASSESSMENT + "results/young-people/",
        results.results_in_plain_words,
        name="results_in_plain_words",
    ),
]
