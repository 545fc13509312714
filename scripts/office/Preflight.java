import java.io.File;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/**
 * Holds PDF files against PDF/A-1b with PDFBox. Ours are PDF/A-2a, which allows more in two places; only these two
 * findings are passed over. Anything else is told, and ends with 1.
 */
public class Preflight {
    private static final Set<String> OF_PART_2 = Set.of(
        // the file says that it is part 2 (ISO 19005-2, 6.6.4)
        "7.11.2 Error on MetaData, part must be 1",
        // part 2 allows profiles of colour of version 4 (ISO 19005-2, 6.2.4.2)
        "2.1.6 Invalid graphics object, Invalid version of the ICCProfile");

    public static void main(String[] files) throws Exception {
        boolean sound = true;
        for (String file : files) {
            Map<String, Integer> told = new TreeMap<>();
            for (ValidationResult.ValidationError error : validate(file).getErrorsList()) {
                String said = error.getErrorCode() + " " + error.getDetails();
                if (!OF_PART_2.contains(said)) {
                    told.merge(said, 1, Integer::sum);
                }
            }
            for (Map.Entry<String, Integer> one : told.entrySet()) {
                System.err.println(file + ": " + one.getValue() + " x " + one.getKey());
                sound = false;
            }
        }
        System.exit(sound ? 0 : 1);
    }

    private static ValidationResult validate(String file) throws Exception {
        PreflightParser parser = new PreflightParser(new File(file));
        try {
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                return document.getResult();
            }
        } catch (SyntaxValidationException fault) {
            return fault.getResult();
        }
    }
}
