// An empty source: the targets of precompiled.cmake exist for their headers.
