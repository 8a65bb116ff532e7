// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/pem_file.h"

#include <sys/stat.h>

#include "pki/certificate.h"
#include "pki/impl/files.h"

namespace mcu::pki {

Result<std::string> readPem(const std::filesystem::path& file) {
    return readFile(file, kMaxPem);
}

Result<bool> keyFileFits(std::string_view certificatePem, const std::filesystem::path& keyFile) {
    auto text = readFile(keyFile, kMaxPem);
    if (!text) {
        return text.error();
    }
    auto fits = keyFits(certificatePem, *text);
    wipe(*text);
    return fits;
}

bool openToOthers(const std::filesystem::path& file) {
    struct stat facts{};
    return ::stat(file.c_str(), &facts) == 0 && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

}  // namespace mcu::pki
