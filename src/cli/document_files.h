// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/command_tree.h"
#include "cli/session.h"

namespace mcu::cli {

/// Documents as files, each with its SHA-256 and, with a certificate, its signature beside it.
struct FileOptions {
    std::string folder = ".";
    std::string formats = "md,csv,json,html";
    bool byteOrderMark = false;
    std::string certificate;
    std::string key;
};

/// Adds --dir, --format, --bom, --sign-certificate, --sign-key; `options` outlives the app.
void fileOptions(CLI::App& app, FileOptions& options);

/// Writes a document of the server in each format: DOCUMENT[-SESSION].LANGUAGE.FORMAT.
Exit writeDocument(Session& session, const std::string& document, const FileOptions& options);

}  // namespace mcu::cli
