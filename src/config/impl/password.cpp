// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/impl/sections.h"

namespace mcu::config {

namespace {

/// The first line of a file, without its end.
bool readFirstLine(MapReader& reader,
                   const std::string& path,
                   const FileReader& readFile,
                   Secret<std::string>& to) {
    const auto content = readFile(path);
    if (!content) {
        reader.problem("password_file", content.error().message);
        return false;
    }
    const std::string line = content->substr(0, content->find_first_of("\r\n"));
    if (line.empty()) {
        reader.problem("password_file", "the first line of " + path + " is empty");
        return false;
    }
    to = Secret<std::string>(line);
    return true;
}

}  // namespace

void readPassword(MapReader& reader, Reading& reading, Secret<std::string>& to) {
    std::string password;
    std::string passwordFile;
    const bool direct = reader.text("password", password, 200);
    const bool byFile = reader.text("password_file", passwordFile);
    if (direct && byFile) {
        reader.problem("password_file", "give password or password_file, not both");
    } else if (direct) {
        to = Secret<std::string>(password);
    } else if (byFile) {
        readFirstLine(reader, passwordFile, reading.readFile, to);
    }
}

}  // namespace mcu::config
